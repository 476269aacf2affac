"""The codebook as a file: written, printed, and read with a preview of what it would change."""
