#!/usr/bin/env python3
"""Runs the notebooks of this folder top to bottom, each in a kernel of its own.

    python run.py                   every notebook, with outputs written back
    python run.py --check           every notebook, and nothing written
    python run.py 1-*.ipynb         those named

SARCOMA_NOTEBOOKS=short lowers the number of resamples. A notebook fails if a cell raises an error, if one
writes to standard error (a warning that nobody meant to show), or if an output names a folder of this
machine.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re
import sys
import tempfile
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = pathlib.Path(__file__).resolve().parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
#: Folders that an output must not name: this checkout, this environment, and where kernels keep their files.
MACHINE = re.compile(
    "|".join(
        re.escape(each) for each in (str(FOLDER.parent), sys.prefix, os.path.expanduser("~"), tempfile.gettempdir())
        if len(each) > 1)
    + "|ipykernel_")


def run(path: pathlib.Path):
    """The notebook with its outputs, and what is wrong with it."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", record_timing=False, coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(FOLDER)}})
    try:
        client.execute()
    except CellExecutionError as failure:
        return notebook, [COLOUR.sub("", str(failure))]
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "text/plain" in output.get("data", {}):
                # Where in memory an object lay is another number in each run.
                output.data["text/plain"] = ADDRESS.sub("", output.data["text/plain"])
    notebook.metadata = METADATA
    return notebook, list(faults(notebook))


def faults(notebook):
    """What a reader should not find in outputs."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                yield f"cell {cell.id} writes to standard error: {output.text}"
            # Drawings are base64 or SVG: what they say is in the cell.
            texts = [output.get("text", "")] + [
                value for kind, value in output.get("data", {}).items() if not kind.startswith("image/png")]
            for text in texts:
                found = MACHINE.search(str(text))
                if found:
                    yield f"an output of cell {cell.id} names {found.group()!r}, a folder of this machine"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=pathlib.Path, help="all of this folder unless stated")
    parser.add_argument("--check", action="store_true", help="run, and write nothing")
    arguments = parser.parse_args()
    if os.environ.get("SARCOMA_NOTEBOOKS") == "short" and not arguments.check:
        parser.error("the short form is for --check: its numbers are too rough to be kept")
    paths = arguments.notebooks or sorted(FOLDER.glob("*.ipynb"))
    # The first import of Matplotlib in an account says on standard error that it lists fonts.
    import matplotlib.font_manager  # noqa: F401

    failed = False
    with tempfile.TemporaryDirectory() as profile:
        # Nobody's own settings of IPython act on a notebook.
        os.environ["IPYTHONDIR"] = profile
        for path in paths:
            start = time.perf_counter()
            notebook, wrong = run(path)
            for sentence in wrong:
                print(f"{path.name}: {sentence}", file=sys.stderr)
            failed = failed or bool(wrong)
            if not wrong and not arguments.check:
                nbformat.write(notebook, path)
            print(f"{path.name}: {'failed' if wrong else 'done'} in {time.perf_counter() - start:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
