
'use strict';
for (const filter of document.querySelectorAll('[data-filter]')) {
  const rows = document.getElementById(filter.dataset.filter).tBodies[0].rows;
  const input = filter.querySelector('input');
  const status = filter.querySelector('[role=status]');
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    status.textContent = shown === rows.length ? `All ${shown} rows are shown.` : `${shown} of ${rows.length} rows are shown.`;
  });
  filter.hidden = false;
}
addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('details')) {
    folded.open = true;
  }
});
