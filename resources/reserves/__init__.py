"""The ledger of reserves: catalogue, warehouses, lots, movements."""
