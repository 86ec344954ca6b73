"""Copies the browser libraries that `npm ci` installed into static/vendor and writes down their checksums.

Run by `make vendor`. With --check it only compares, for CI: a copied file that differs from its package is an error.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "static" / "vendor"
MANIFEST = TARGET / "MANIFEST.sha256"
HUGERTE_PLUGINS = [
    "autolink",
    "charmap",
    "code",
    "fullscreen",
    "image",
    "link",
    "lists",
    "searchreplace",
    "table",
    "visualblocks",
    "wordcount",
]
FILES = [
    "altcha/LICENSE.txt",
    "altcha/dist/external/altcha.css",
    "altcha/dist/external/altcha.min.js",
    "altcha/dist/i18n/zh-cn.js",
    "altcha/dist/workers/pbkdf2.js",
    "hugerte/license.txt",
    "hugerte/hugerte.min.js",
    "hugerte/icons/default/icons.min.js",
    "hugerte/models/dom/model.min.js",
    "hugerte/themes/silver/theme.min.js",
    "hugerte/skins/ui/oxide/skin.min.css",
    "hugerte/skins/ui/oxide/content.min.css",
    "hugerte/skins/content/default/content.min.css",
    "opencc-js/LICENSE",
    "opencc-js/THIRD_PARTY_LICENSES.md",
    "opencc-js/LICENSES/Apache-2.0.txt",
    "opencc-js/dist/umd/cn2t.js",
    *(f"hugerte/plugins/{plugin}/plugin.min.js" for plugin in HUGERTE_PLUGINS),
]


def checksum(file: Path) -> str:
    """Return the file's SHA-256."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> int:
    """Copy or compare; return the exit code."""
    lines = [f"{checksum(PACKAGES / name)}  {name}" for name in FILES]
    if "--check" in sys.argv:
        differing = [name for name in FILES if checksum(TARGET / name) != checksum(PACKAGES / name)]
        print("\n".join(f"differs from its package: {name}" for name in differing) or "vendored files are as packaged")
        return bool(differing)
    for name in FILES:
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGES / name, TARGET / name)
    MANIFEST.write_text("\n".join(lines) + "\n")
    print(f"{len(FILES)} files copied to {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
