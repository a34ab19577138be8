"""Runs every example of the documentation and compares what it prints with what the text says.

    examples.py [BUILD]     .build/debug unless named

An article's blocks of Swift are one program, and so is each block of C; the plain block behind one is what it
prints. A plain block that begins with `$ ` is a session of the command. A block of JSON is part of the document
that its article names. Blocks of `shell` and `python` need an installation and are not run.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".build/debug").resolve()
MODULES = [
    "Reports", "Figures", "Biostatistics", "BundledModels", "PrognosticModels", "Tables",
    "LinearAlgebra", "Terms", "StrictJSON", "Distributions", "CKernels",
]
MARK = "\N{SYMBOL FOR END OF TEXT}"
NOT_RUN = {"shell", "python"}


def run(words, folder):
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr


def objects(module):
    """Those of sources that exist: a folder of build keeps what was renamed since."""
    sources = {path.name for path in (ROOT / "Sources" / module).rglob("*")}
    for path in (BUILD / f"{module}.build").rglob("*.o"):
        if path.stem in sources | {"resource_bundle_accessor.swift"}:
            yield path


def swift(blocks, folder):
    """What each block of a program prints."""
    source = folder / "main.swift"
    source.write_text("".join(f'{block}print("{MARK}", terminator: "")\n' for block in blocks))
    maps = [*BUILD.glob("*.build/module.modulemap"), *ROOT.glob("Sources/C*/module.modulemap")]
    flags = [flag for path in maps for flag in ("-Xcc", f"-fmodule-map-file={path}")]
    printed = run(
        ["swiftc", "-swift-version", "6", "-I", BUILD / "Modules", *flags, source,
         *[path for name in MODULES for path in objects(name)],
         "-llapacke", "-lopenblas", "-o", folder / "program"], ROOT)
    if not (folder / "program").exists():
        sys.exit(f"The examples do not compile.\n{source.read_text()}\n{printed}")
    return (run([folder / "program"], ROOT).split(MARK) + [""] * len(blocks))[:len(blocks)]


def c(block, folder):
    """What a program in C prints."""
    source = folder / "program.c"
    source.write_text(block)
    library = BUILD / "libSarcomaC.so"
    printed = run(
        ["cc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I",
         ROOT / "Sources/CSarcoma/include", source, library, f"-Wl,-rpath,{BUILD}", "-o",
         folder / "c-program"], ROOT)
    return printed or run([folder / "c-program"], ROOT)


def manifest(block, folder):
    """The packages that the package of a manifest brings along, this one not counted."""
    package = folder / "package"
    (package / "Sources/Clinic").mkdir(parents=True)
    (package / "Sources/Clinic/main.swift").write_text("")
    (package / "SarcomaRisk").symlink_to(ROOT)
    (package / "Package.swift").write_text(block.replace("../SarcomaRisk", "SarcomaRisk"))
    tree = run(["swift", "package", "show-dependencies"], package)
    return tree.replace(str(package), "").replace("@unspecified", "")


def session(block, folder):
    """The commands of a session, each with what it prints."""
    text = ""
    for command in re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, re.M):
        printed = run(["bash", "-c", f'PATH="{BUILD}:$PATH"; {command}'], folder)
        text += f"$ {command}\n{printed}"
    return text


def check(article):
    """How many examples an article has; prints what is wrong with them."""
    text = article.read_text()
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
    faults, count = [], 0

    def compare(found, wanted):
        nonlocal count
        count += 1
        if found != wanted:
            faults.append(f"{article.name} says\n{wanted}where there is\n{found}")

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for shared in ("models", "data"):
            (folder / shared).symlink_to(ROOT / shared)
        program, printed = [], []
        for place, (language, block) in enumerate(blocks):
            before = blocks[place - 1][0] if place else "none"
            following = blocks[place + 1] if place + 1 < len(blocks) else ("none", "")
            says = following[1] if following[0] == "" and not following[1].startswith("$ ") else ""
            if language == "swift" and block.startswith("// swift-tools-version"):
                compare(manifest(block, folder), ".\n└── sarcomarisk</SarcomaRisk>\n")
            elif language == "swift":
                program.append(block)
                printed.append(says)
            elif language == "c":
                compare(c(block, folder), says)
            elif language == "json":
                document = ROOT / re.search(r"models/[\w-]+\.json", text)[0]
                compare(block if block in document.read_text() else f"{document}\n", block)
            elif language == "" and block.startswith("$ "):
                compare(session(block, folder), block)
            elif language not in NOT_RUN and (language != "" or before not in {"swift", "c"}):
                faults.append(f"{article.name}: nobody runs the block\n{block}")
        for found, wanted in zip(swift(program, folder) if program else [], printed):
            compare(found, wanted)
    for fault in faults:
        print(fault)
    return count, not faults


articles = sorted(ROOT.glob("Sources/*/*.docc/*.md"))
results = [check(article) for article in articles]
if not all(holds for _, holds in results):
    sys.exit("The documentation says what is not so.")
print(f"Documentation: {sum(count for count, _ in results)} examples run, in {len(articles)} articles")
