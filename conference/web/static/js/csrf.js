/** Gives every htmx request the CSRF token of the page. */
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.ctx.request.headers["x-csrf-token"] = token;
});
