"""Text saved while it is being written, sealed, with a version that two devices cannot overwrite.

It refuses to know what the text is for: each room says who may write which draft.
"""
