"""The supervision log as a file, in the language in force: evidence of dependability for the appendix of a thesis."""
