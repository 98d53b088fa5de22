#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Parses every .rst file of a folder and fails on any warning of docutils.

The directives and roles that Sphinx adds are accepted; a directive's options, body and
references to other documents are taken as they stand, and a referred image or file must exist.
usage: check_rst.py FOLDER
"""

import pathlib
import sys

try:
    import docutils.core
    import docutils.utils
    from docutils import nodes
    from docutils.parsers.rst import Directive, directives, roles
except ImportError:
    print("python3-docutils is not installed: skipped")
    sys.exit(77)


class AnyDirective(Directive):
    """A directive of Sphinx: its body is kept, not read."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = None

    def run(self):
        return [nodes.literal_block("", "\n".join(self.content))]


class LiteralInclude(AnyDirective):
    """literalinclude, whose file must exist."""

    option_spec = {
        name: directives.unchanged
        for name in ("language", "lines", "start-after", "end-before", "caption", "name", "linenos")
    }

    def run(self):
        source = pathlib.Path(self.state.document.current_source).parent
        if not (source / self.arguments[0]).is_file():
            raise self.error(f"no file {self.arguments[0]}")
        return []


class Toctree(AnyDirective):
    """toctree, whose documents must exist."""

    option_spec = {
        name: directives.unchanged for name in ("maxdepth", "caption", "numbered", "titlesonly")
    }
    option_spec["hidden"] = directives.flag

    def run(self):
        source = pathlib.Path(self.state.document.current_source).parent
        for line in filter(None, map(str.strip, self.content)):
            if not (source / f"{line}.rst").is_file():
                raise self.error(f"no document {line}.rst")
        return []


class CodeBlock(AnyDirective):
    """code-block and sourcecode, with Sphinx's options."""

    option_spec = {
        name: directives.unchanged
        for name in ("linenos", "caption", "name", "emphasize-lines", "dedent")
    }
    option_spec["linenos"] = directives.flag


def text_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [nodes.literal(rawtext, text)], []


def register():
    for name in ("highlight", "only", "versionadded", "versionchanged", "seealso", "index",
                 "centered", "tabularcolumns"):
        directives.register_directive(name, AnyDirective)
    directives.register_directive("literalinclude", LiteralInclude)
    directives.register_directive("toctree", Toctree)
    for name in ("code-block", "sourcecode"):
        directives.register_directive(name, CodeBlock)
    for name in ("doc", "ref", "numref", "term", "command", "option", "file", "program", "envvar",
                 "samp", "rfc", "cpp:class", "cpp:func", "cpp:enum", "cpp:member", "cpp:type"):
        roles.register_local_role(name, text_role)


def complaints(path):
    """Returns docutils' messages on one file, and on the images that it names."""
    stream = []

    class Sink:
        def write(self, text):
            stream.append(text)

    tree = docutils.core.publish_doctree(
        path.read_text(encoding="utf-8"),
        source_path=str(path),
        settings_overrides={"report_level": 2, "halt_level": 5, "warning_stream": Sink()},
    )
    for image in tree.findall(nodes.image):
        if "://" not in image["uri"] and not list(path.parent.glob(image["uri"])):
            stream.append(f"{path}: no image {image['uri']}\n")
    return "".join(stream)


def main():
    folder = pathlib.Path(sys.argv[1])
    files = sorted(folder.rglob("*.rst"))
    if not files:
        sys.exit(f"no .rst file in {folder}")
    register()
    bad = 0
    for path in files:
        text = complaints(path)
        if text:
            bad += 1
            print(text, end="")
    index = folder / "index.rst"
    listed = set(map(str.strip, index.read_text(encoding="utf-8").splitlines()))
    for path in files:
        if path != index and str(path.relative_to(folder).with_suffix("")) not in listed:
            bad += 1
            print(f"{index}: {path.name} is missing")
    print(f"{len(files)} files, {bad} with complaints")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
