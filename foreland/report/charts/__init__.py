"""Charts as data, then as SVG that stretches without a script.

Places across are in percent of the plot and places down in pixels, so that letters keep their
size on a phone. Every chart has a title, a description and, on its page, its table.
"""
