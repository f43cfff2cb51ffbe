// Jump from notice to notice with n and p; everything else works without script.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !"np".includes(event.key)) return;
  const badges = [...document.querySelectorAll("main .badge")];
  if (!badges.length) return;
  const here = badges.indexOf(document.activeElement);
  const next = event.key === "n" ? here + 1 : here < 0 ? -1 : here - 1;
  const badge = badges.at(next % badges.length);
  badge.scrollIntoView({ block: "center" });
  badge.focus({ preventScroll: true });
});
