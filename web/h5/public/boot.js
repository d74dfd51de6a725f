// Runs before the first paint: the look a customer chose, and whether the prepared home page is the one asked for.
(function () {
  var root = document.documentElement;
  try {
    if (localStorage.getItem('miaodai.elder')) root.setAttribute('data-elder', '');
    var theme = localStorage.getItem('miaodai.theme');
    if (theme) root.setAttribute('data-theme', theme);
    if (localStorage.getItem('miaodai.signed-in')) root.setAttribute('data-known', '');
  } catch (_) {
    // Storage may be forbidden: the defaults do.
  }
  if (location.pathname !== '/') root.setAttribute('data-elsewhere', '');
})();
