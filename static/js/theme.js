// Chooses light or dark before the first paint. Not a module, so that it runs while the head is read.
(() => {
  const root = document.documentElement;
  const chosen = root.dataset.theme || "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const isDark = chosen === "dark" || (chosen === "auto" && dark.matches);
    root.setAttribute("data-bs-theme", isDark ? "dark" : "light");
  };
  dark.addEventListener("change", apply);
  apply();
})();
