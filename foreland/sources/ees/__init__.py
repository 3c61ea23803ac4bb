"""DfE's Explore Education Statistics: any tidy CSV, by a short mapping a data set.

``schema`` says what a mapping may hold, ``mappings`` loads and checks it, ``reader`` reads the
file that it recognises. An area adds its own mappings without code, in ``mappings/`` beside its
``area.yaml``.
"""
