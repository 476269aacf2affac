"""REFI-QDA, the format in which qualitative analysis programs exchange codebooks and projects."""
