"""The demo's story: who, where, when and in which words; pure and the same at each load."""
