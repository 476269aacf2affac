"""The one error of reading files."""


class ReadError(Exception):
    """A file that cannot become a text.

    `code` is one of empty, too_large, unsupported, binary, undecodable, encrypted, old_word, mislabelled,
    damaged, too_slow, too_much_memory; `detail` holds what a sentence about it needs: bytes and limit,
    ending, encoding, expected and found, seconds.
    """

    def __init__(self, code: str, **detail: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
