"""What a programme asks for: rules that compose, and the proof of each rule met or not.

It refuses to fetch, to store and to decide: the facts are given to it, it touches neither clock nor
database, and a rule it cannot read exactly is refused rather than guessed.
"""
