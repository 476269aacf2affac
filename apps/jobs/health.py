"""Whether a worker lives: workers leave a mark in the cache, /readyz looks for it."""

from django.core.cache import cache

_KEY = "worker-is-alive"
_SECONDS = 60


def worker_is_alive() -> None:
    cache.set(_KEY, True, _SECONDS)


def a_worker_lives() -> bool:
    return bool(cache.get(_KEY))
