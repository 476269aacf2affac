// The pseudonym of a new participant is asked for only where "new participant" is chosen.

/** @param {HTMLElement} table */
export default function speakerTable(table) {
  for (const select of table.querySelectorAll("select")) {
    const name = select.parentElement?.querySelector("input");
    if (!name) continue;
    const toggle = () => {
      name.hidden = select.value !== "new";
    };
    select.addEventListener("change", toggle);
    toggle();
  }
}
