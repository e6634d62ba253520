// Puts the chosen theme in place before anything is drawn. Without a choice the browser's own counts.
try {
  const theme = localStorage.getItem("keymedic-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* a browser that keeps nothing for files */ }
