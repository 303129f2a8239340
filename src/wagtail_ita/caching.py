"""Caches that may be gone.

What is kept in a cache can always be made again, so nothing of ours waits for one or fails with
it. A site's own code, and Wagtail's, do not ask as carefully: ``RedisCache`` is a backend for the
whole site that answers like an empty cache while Redis is gone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.core.cache import caches
from django.core.cache.backends import redis as redis_backend
from django.core.cache.backends.base import DEFAULT_TIMEOUT

logger = logging.getLogger(__name__)


class LenientCache:
    """One of the site's caches, which is empty while it is gone or full.

    Args:
        alias: Its name in ``CACHES``.

    Raises:
        InvalidCacheBackendError: There is none of this name.
    """

    def __init__(self, alias: str = "default") -> None:
        self._alias = alias
        self._cache = caches[alias]

    def get(self, key: str) -> Any:
        """Return what is kept under a key; ``None`` where nothing is to be had."""
        return self._answer(None, self._cache.get, key)

    def get_many(self, keys: Iterable[str]) -> Mapping[str, Any]:
        """Return what is kept under some keys, as far as it is to be had."""
        found: Mapping[str, Any] = self._answer({}, self._cache.get_many, list(keys))
        return found

    def set(self, key: str, value: Any, seconds: float) -> None:
        """Keep a value, if that is possible."""
        self._answer(None, self._cache.set, key, value, seconds)

    def set_many(self, values: Mapping[str, Any], seconds: float) -> None:
        """Keep some values, if that is possible."""
        self._answer(None, self._cache.set_many, dict(values), seconds)

    def add(self, key: str, value: Any, seconds: float) -> bool:
        """Keep a value unless there is one; tell whether there was none.

        Where nothing can be kept, nobody else can have kept one.
        """
        return bool(self._answer(True, self._cache.add, key, value, seconds))

    def delete(self, key: str) -> None:
        """Forget a value, if that is possible."""
        self._answer(None, self._cache.delete, key)

    def _answer(self, instead: Any, ask: Callable[..., Any], *args: Any) -> Any:
        try:
            return ask(*args)
        # Each cache has errors of its own.
        except Exception as error:
            logger.warning(
                "The cache “%s” failed (%s). Pages are made without it; look after it.",
                self._alias,
                error,
                exc_info=True,
            )
            return instead


class RedisCache(redis_backend.RedisCache):
    """Django's cache in Redis, for a site that stays up while Redis is gone or full.

    Then nothing is found and nothing is kept, and the log says so. A Redis that did not answer
    is left alone for a while, so that a page does not wait for it many times.

    Attributes:
        pause: For how many seconds.
    """

    pause: ClassVar[float] = 5.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._gone_until = 0.0

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        return self._answer(True, super().add, key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._answer(default, super().get, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        return self._answer(None, super().set, key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        return self._answer(False, super().touch, key, timeout, version)

    def delete(self, key: Any, version: Any = None) -> Any:
        return self._answer(False, super().delete, key, version)

    def get_many(self, keys: Any, version: Any = None) -> Any:
        return self._answer({}, super().get_many, list(keys), version)

    def has_key(self, key: Any, version: Any = None) -> Any:
        return self._answer(False, super().has_key, key, version)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        found = self._answer(None, super().incr, key, delta, version)
        if found is None:
            # As of a key that is not there.
            raise ValueError(f"Key '{key}' not found.")
        return found

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> Any:
        return self._answer(list(data), super().set_many, data, timeout, version)

    def delete_many(self, keys: Any, version: Any = None) -> Any:
        return self._answer(None, super().delete_many, list(keys), version)

    def clear(self) -> Any:
        return self._answer(False, super().clear)

    def _answer(self, instead: Any, ask: Callable[..., Any], *args: Any) -> Any:
        # Whoever names this backend has the package; a site without Redis need not.
        from redis.exceptions import ConnectionError, RedisError, TimeoutError

        if time.monotonic() < self._gone_until:
            return instead
        try:
            return ask(*args)
        except (RedisError, OSError) as error:
            if isinstance(error, (ConnectionError, TimeoutError, OSError)):
                self._gone_until = time.monotonic() + self.pause
            logger.warning(
                "Redis failed (%s). The site goes on without it and is slower; start it, or "
                "give it more memory.",
                error,
            )
            return instead
