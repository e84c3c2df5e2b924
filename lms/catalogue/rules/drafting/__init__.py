"""Pure rules of the studio: files of a draft read into fields, and fields written into files."""
