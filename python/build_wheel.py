"""Builds the wheel and the source archive of this directory: a PEP 517 backend without needs.

The package is pure Python, so its wheel is the files and three files of metadata in a zip.
"""

import base64
import hashlib
import pathlib
import re
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent


def _project(key):
    text = (HERE / "pyproject.toml").read_text("utf-8")
    return re.search(rf'^{key} = "(.*)"$', text, re.M)[1]


def _metadata():
    return (
        "Metadata-Version: 2.1\n"
        f"Name: {_project('name')}\n"
        f"Version: {_project('version')}\n"
        f"Summary: {_project('description')}\n"
        f"Requires-Python: {_project('requires-python')}\n"
        "License: GPL-2.0-or-later\n"
        "Description-Content-Type: text/markdown\n"
        "\n" + (HERE / "README.md").read_text("utf-8")
    )


def _files():
    return sorted(p for p in (HERE / "sillok").iterdir() if p.suffix == ".py" or p.name == "py.typed")


def _record_line(name, content):
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def _write_metadata(directory):
    info = pathlib.Path(directory) / f"sillok-{_project('version')}.dist-info"
    info.mkdir(parents=True)
    for name, text in _dist_info().items():
        (info / name).write_text(text, "utf-8")
    return info.name


def _dist_info():
    wheel = "Wheel-Version: 1.0\nGenerator: sillok\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    return {"METADATA": _metadata(), "WHEEL": wheel}


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    return _write_metadata(metadata_directory)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    version = _project("version")
    info = f"sillok-{version}.dist-info"
    contents = {f"sillok/{path.name}": path.read_bytes() for path in _files()}
    contents |= {f"{info}/{name}": text.encode() for name, text in _dist_info().items()}
    record = "".join(_record_line(name, content) for name, content in contents.items())
    contents[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    name = f"sillok-{version}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for member, content in contents.items():
            wheel.writestr(member, content)
    return name


def build_sdist(sdist_directory, config_settings=None):
    base = f"sillok-{_project('version')}"
    with tarfile.open(pathlib.Path(sdist_directory) / f"{base}.tar.gz", "w:gz") as archive:
        for path in [HERE / "pyproject.toml", HERE / "README.md", HERE / "build_wheel.py", *_files()]:
            archive.add(path, f"{base}/{path.relative_to(HERE)}")
    return f"{base}.tar.gz"
