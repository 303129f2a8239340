"""A real nginx with the configuration that docs/how-to/proxy.md gives."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

GUIDE: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "proxy.md"
# Debian puts modules beside nginx, and links them into the second one.
MODULES: Final = (Path("/usr/lib/nginx/modules"), Path("/usr/share/nginx/modules"))
PURGE_MODULE: Final = "ngx_http_cache_purge_module.so"


def missing() -> str:
    """Say what is not installed; empty where all is."""
    if program() is None:
        return "nginx is not installed (apt-get install nginx-light)"
    if purge_module() is None:
        return "nginx cannot purge (apt-get install libnginx-mod-http-cache-purge)"
    return ""


def program() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def purge_module() -> Path | None:
    return next((path / PURGE_MODULE for path in MODULES if (path / PURGE_MODULE).exists()), None)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def guide_lines() -> str:
    """The configuration of the guide."""
    return GUIDE.read_text(encoding="utf-8").split("```nginx\n")[1].split("```")[0]


def configuration(folder: Path, *, port: int, origin: str) -> str:
    """The guide's configuration, with the places of this machine.

    Args:
        folder: For everything that nginx writes; below ``twin`` it serves files.
        port: Where it listens.
        origin: Host and port of the site.
    """
    places = {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "server_name www.example.go.th;": (
            f"server_name localhost 127.0.0.1; location /twin/ {{ alias {folder}/twin/; }}"
        ),
        "/var/cache/nginx/ita": f"{folder}/cache",
        "127.0.0.1:8000": origin,
        "/srv/site": f"{folder}",
    }
    lines = guide_lines()
    for ours, here in places.items():
        assert ours in lines, ours
        lines = lines.replace(ours, here)
    temporary = "\n".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
load_module {purge_module()};
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    {temporary}
    {lines}
}}
"""


@contextmanager
def running(folder: Path, *, origin: str) -> Iterator[str]:
    """Run nginx in front of a site; give its address."""
    nginx = program()
    assert nginx is not None
    port = free_port()
    (folder / "twin").mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, port=port, origin=origin))
    errors = folder / "error.log"
    process = subprocess.Popen([nginx, "-e", str(errors), "-p", str(folder), "-c", str(file)])
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
    serious = re.findall(r"\[(?:error|crit|alert|emerg)\].*", errors.read_text())
    assert not serious, serious


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Nothing listens at port {port}.")
