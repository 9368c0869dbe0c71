"use strict";
// Before anything is drawn: the theme that was chosen on another page. The store may be forbidden.
try {
  const theme = localStorage.getItem("cupel-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* the one of the system it is, then */ }
