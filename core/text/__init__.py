"""Texts: reading, normalising, words, lines, turns and offsets."""
