"""Builds the C libraries with Swift and puts them, with the models, into the wheel."""

import pathlib
import re
import shutil
import subprocess

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def version():
    source = ROOT / "Sources/PrognosticModels/Reporting/Version.swift"
    return re.search(r'current = "([^"]+)"', source.read_text()).group(1)


class Build(build_py):
    """The package, and beside it what it calls and what it reads."""

    def run(self):
        # Nothing of an earlier build gets into this wheel.
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        if shutil.which("swift") is None:
            raise SystemExit(
                "sarcomarisk is built with Swift 6.3, which is not on the path; install it from swift.org."
            )
        package = pathlib.Path(self.build_lib) / "sarcomarisk"
        installed = pathlib.Path(self.build_lib).parent / "sarcomarisk-c"
        subprocess.run([ROOT / "bindings/c/build.sh", installed], check=True)
        for library in (installed / "lib").glob("*.so"):
            shutil.copy(library.resolve(), package / library.name)
        shutil.copytree(ROOT / "models", package / "models", dirs_exist_ok=True)


class Binary(Distribution):
    """A wheel of this machine's kind: it carries shared objects, and none for a certain Python."""

    def has_ext_modules(self):
        return True


options = {}
try:
    from setuptools.command.bdist_wheel import bdist_wheel

    class Wheel(bdist_wheel):
        def get_tag(self):
            return "py3", "none", super().get_tag()[2]

    options["bdist_wheel"] = Wheel
except ImportError:
    pass

setup(version=version(), distclass=Binary, cmdclass={"build_py": Build, **options})
