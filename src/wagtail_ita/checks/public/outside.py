"""Links that leave the site: opened several at once, but two at most at one host."""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from queue import SimpleQueue
from typing import Final
from urllib.parse import urlsplit

from wagtail_ita.checks.public.fetching import AT_ONCE_PER_HOST, Fetcher
from wagtail_ita.checks.public.files import FileFault, extension_of, find_fault
from wagtail_ita.checks.public.visits import Trouble, Visit, follow

logger = logging.getLogger(__name__)

WORKERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an outside link led to.

    Attributes:
        visit: How it answered; without the content.
        fault: What is wrong with the file, where the address is that of one.
    """

    visit: Visit
    fault: FileFault | None = None


def open_all(
    urls: Collection[str],
    fetcher: Fetcher,
    *,
    progress: Callable[[int, str], None] | None = None,
) -> dict[str, Outcome]:
    """Open addresses and return what each led to. Never raises for what a server does.

    Args:
        urls: Absolute addresses.
        fetcher: Opens them.
        progress: Called with the number of addresses done and the one that was last.
    """
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for url in dict.fromkeys(urls):
        waiting[_host(url)].append(url)
    total = sum(map(len, waiting.values()))
    done: SimpleQueue[Outcome] = SimpleQueue()
    outcomes: dict[str, Outcome] = {}
    with ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="ita-links") as pool:
        # Two lanes for each host: one host that is slow does not keep the others waiting.
        for queue in waiting.values():
            for _lane in range(min(AT_ONCE_PER_HOST, len(queue))):
                pool.submit(_drain, queue, fetcher, done)
        try:
            for number in range(1, total + 1):
                outcome = done.get()
                outcomes[outcome.visit.url] = outcome
                if progress:
                    progress(number, outcome.visit.url)
        finally:
            # Who interrupts the check does not want to wait for the rest of the links.
            for queue in waiting.values():
                queue.clear()
    return outcomes


def _drain(queue: deque[str], fetcher: Fetcher, done: SimpleQueue[Outcome]) -> None:
    while True:
        try:
            url = queue.popleft()
        except IndexError:
            return
        try:
            outcome = open_one(url, fetcher)
        except Exception:
            # The main thread waits for one outcome for each address.
            logger.exception("The public check could not open %s.", url)
            outcome = Outcome(visit=Visit(url=url, final_url=url, trouble=Trouble.BROKEN))
        done.put(outcome)


def open_one(url: str, fetcher: Fetcher) -> Outcome:
    """Open one address: ask for its head, and for the content where that tells too little."""
    visit = follow(url, partial(fetcher.open, method="HEAD"))
    if _needs_content(visit):
        visit = follow(url, fetcher.open)
    reply = visit.reply
    return Outcome(
        visit=replace(visit, reply=replace(reply, body=b"")),
        fault=find_fault(reply, url) if visit.is_ok else None,
    )


def _needs_content(visit: Visit) -> bool:
    """Tell whether a HEAD was not enough.

    Some servers do not know it (405, 501), forbid it (403) or answer it wrongly: no link is
    called dead that nobody tried to read.
    """
    if visit.trouble is not None:
        return visit.trouble is Trouble.BROKEN
    return visit.status >= 400 or (visit.is_ok and bool(extension_of(visit.url)))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
