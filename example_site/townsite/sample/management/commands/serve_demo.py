"""Serve the demo and publish what is scheduled: ``manage.py serve_demo [port]``."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from wagtail.models import Site

logger = logging.getLogger(__name__)

PUBLISH_EVERY = 20  # seconds


class Command(BaseCommand):
    """A web server and a publisher in one process."""

    help = (
        "Serves the site for a demo, and runs Wagtail's publish_scheduled every 20 seconds, "
        "which a real site has its cron do. Stop it with Ctrl-C."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("port", nargs="?", default="8000", help="Port, or address:port.")

    def handle(self, *args: Any, **options: Any) -> None:
        address, _, port = options["port"].rpartition(":")
        if not port.isdecimal():
            raise CommandError(
                f"“{options['port']}” is no port. Say, for example, serve_demo 8000."
            )
        self._tell_addresses(port)
        stop = threading.Event()
        publisher = threading.Thread(target=self._publish, args=(stop,), daemon=True)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as Ctrl-C does
        publisher.start()
        try:
            call_command("runserver", f"{address or '127.0.0.1'}:{port}", use_reloader=False)
        finally:
            stop.set()
            publisher.join(timeout=5)

    def _tell_addresses(self, port: str) -> None:
        """Make full addresses, in mails and feeds, lead to this server; say where it is."""
        root = f"http://localhost:{port}"
        Site.objects.filter(hostname="localhost").exclude(port=port).update(port=port)
        Site.clear_site_root_paths_cache()
        settings.WAGTAILADMIN_BASE_URL = root
        self.stdout.write(f"Site:  {root}/ (Thai)   {root}/en/ (English)\nAdmin: {root}/admin/")

    def _publish(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                call_command("publish_scheduled")
            except Exception:
                # One bad page, or a database that is busy, must not end the demo.
                logger.exception("publish_scheduled failed; it is tried again.")
            finally:
                connections.close_all()
            stop.wait(PUBLISH_EVERY)
