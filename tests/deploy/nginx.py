"""A real nginx with the delivered configuration, its folders and ports changed, in front of an application of ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")  # where Debian's package puts it
HAS_BROTLI = BROTLI.exists()
NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else "")


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _configuration(folder: Path, var: Path, port: int, behind: int | Path, extra: str, protocol: str) -> Path:
    site = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text("utf-8")
    upstream = f"127.0.0.1:{behind}" if isinstance(behind, int) else f"unix:{behind}"
    site = site.replace("/var/lib/portal", str(var)).replace("unix:/run/portal/web.sock", upstream)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port} {protocol};")
    if HAS_BROTLI:
        site = site.replace("# brotli_static on;", "brotli_static on;")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if Path("/root").owner() == Path(folder).owner() else ""
    file = folder / "nginx.conf"
    file.write_text(
        f"{f'load_module {BROTLI};' if HAS_BROTLI else ''}\n{user}daemon off;\npcre_jit on;\nworker_processes 2;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\ninclude /etc/nginx/mime.types;\nkeepalive_requests 1000000;\n{temporary}{site}{extra}\n}}\n",
        "utf-8",
    )
    return file


@contextmanager
def running_nginx(
    folder: Path, var: Path, application=None, *, behind: int | Path = 0, extra: str = "", protocol: str = ""
) -> Iterator[int]:
    """Run nginx over the folder of data until the end of the block; yields its port. The application runs in a thread, or
    elsewhere: `behind` is its port or its socket."""
    server = make_server("127.0.0.1", behind, application, handler_class=_Silent) if application else None
    if server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    port = free_port()
    file = _configuration(folder, var, port, server.server_port if server else behind or free_port(), extra, protocol)
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(file)], stderr=subprocess.PIPE)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        if server:
            server.shutdown()
            server.server_close()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(process.stderr.read().decode())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")
