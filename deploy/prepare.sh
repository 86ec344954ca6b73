#!/bin/sh
# Makes .venv with a Python of 3.11 or newer and installs the pinned requirements given, only when they have changed.
# usage: sh deploy/prepare.sh requirements.txt|requirements-dev.txt     (in the project's folder)
# PYTHON=… chooses the interpreter.
set -eu
wanted=$1
python=.venv/bin/python

is_new_enough() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" && { echo "$PYTHON"; return; }
        echo "PYTHON=$PYTHON 不能使用：需要 Python 3.11 或更高版本（含 venv 模块）。" >&2
        exit 1
    fi
    for candidate in python3 python3.13 python3.12 python3.11 python; do
        is_new_enough "$candidate" && { echo "$candidate"; return; }
    done
    version=$(python3 --version 2>/dev/null || echo "没有找到 python3")
    echo "需要 Python 3.11 或更高版本（含 venv 模块），本机为：$version。" >&2
    echo "Debian/Ubuntu 可运行 apt install python3 python3-venv；装在别处时用 PYTHON=/路径/python3 make run 指定。" >&2
    exit 1
}

if ! "$python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    chosen=$(find_python)
    echo "正在用 $("$chosen" --version) 建立运行环境 .venv ……"
    rm -rf .venv
    "$chosen" -m venv .venv
fi

# The developers' list contains the other one; whoever has it needs nothing more.
now=$(cat requirements.txt "$wanted")
for done in "$wanted" requirements-dev.txt; do
    if [ "$(cat ".venv/installed-$done" 2>/dev/null || true)" = "$(cat requirements.txt "$done")" ]; then
        exit 0
    fi
done
echo "正在安装依赖（$wanted）……"
"$python" -m pip install -qq --disable-pip-version-check --no-input -r "$wanted" || {
    echo "依赖没有装好，原因见上。网络较慢时可指定镜像，例如：PIP_INDEX_URL=https://pypi.tuna.tsinghua.edu.cn/simple make run" >&2
    exit 1
}
printf '%s\n' "$now" > ".venv/installed-$wanted"
