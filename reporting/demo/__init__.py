"""The demo: IOP Ensamkommande in Göteborg as it may have gone, told through the product's own acts."""
