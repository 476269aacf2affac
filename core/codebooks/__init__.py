"""Codebooks in files: what a file says of dimensions and codes, whichever format it has."""
