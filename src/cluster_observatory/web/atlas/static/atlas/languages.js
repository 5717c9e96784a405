// The links to the other languages follow the choice: a page whose part was exchanged has another address since.
for (const kind of ["click", "auxclick"]) {
  document.addEventListener(kind, (event) => {
    const link = event.target.closest?.(".languages a");
    if (link) link.search = location.search;
  }, true);
}
