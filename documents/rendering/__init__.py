"""From a sheet to a PDF: the text of the page here, its drawing in a limited child process."""
