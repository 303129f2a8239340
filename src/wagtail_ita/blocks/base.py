"""How our blocks appear in the migrations of the sites that use them."""

from __future__ import annotations

from typing import Any

_PACKAGE = "wagtail_ita.blocks"


class ByReference:
    """Mix-in: a block that a migration names by its class instead of spelling it out.

    Without it a changed label or help text of ours would make a new migration in every
    site. The price is that the import path of each block is public for ever.
    """

    _constructor_args: tuple[tuple[Any, ...], dict[str, Any]]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        args, kwargs = self._constructor_args
        cls = type(self)
        # Our blocks are imported from the package, whatever module of it holds them today.
        ours = cls.__module__.startswith(f"{_PACKAGE}.")
        module = _PACKAGE if ours else cls.__module__
        return f"{module}.{cls.__qualname__}", list(args), dict(kwargs)

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        return self.deconstruct()

    @classmethod
    def construct_from_lookup(cls, lookup: Any, *args: Any, **kwargs: Any) -> Any:
        return cls(*args, **kwargs)
