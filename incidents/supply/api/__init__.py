"""Requests and shipments for programs."""
