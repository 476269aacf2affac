"""The one error of reading files."""


class ReadError(Exception):
    """A file that cannot become a text.

    `code` is one of empty, too_large, unsupported, binary, undecodable, encrypted, old_word, mislabelled,
    damaged, no_text_layer, too_slow, too_much_memory; of an archive or a file in it, also too_many_files,
    packed_too_tightly, nested_archive. `detail` holds what a sentence about it needs: bytes and limit, ending,
    encoding, expected and found, seconds, files.
    """

    def __init__(self, code: str, **detail: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
