# SPDX-License-Identifier: GPL-2.0-only
"""The pages as a site of their own: `sphinx-build doc build/sphinx` in the module's folder."""

# pylint: disable=invalid-name # the names are Sphinx's

project = "netfilter for ns-3"
master_doc = "index"
html_theme = "alabaster"
nitpicky = True
