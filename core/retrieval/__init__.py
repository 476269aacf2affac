"""Questions to the coded passages: what they are, how they are written and read, and what they find."""
