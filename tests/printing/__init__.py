"""The attestation on paper."""
