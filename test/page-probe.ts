/** Run in a page: points at everything, opens what is folded, and says whether a planted script ran and what overflows. */
export const probeSafety: string = `(() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const element of document.querySelectorAll("body *")) {
    element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
  }
  const edge = document.documentElement.clientWidth;
  const overflow = [];
  if (document.documentElement.scrollWidth > edge) overflow.push("page: " + document.documentElement.scrollWidth);
  for (const element of document.querySelectorAll("body *")) {
    // What scrolls in its own box, or is cut by its own picture, does not burst the page.
    if (element.closest(".scroll table, pre code, .hidden, svg *") !== null) continue;
    const { right, left, width } = element.getBoundingClientRect();
    if (width > 0 && (right > edge + 1 || left < -1)) overflow.push(element.outerHTML.slice(0, 60) + ": " + right);
  }
  return { hit: window.hit === undefined ? null : String(window.hit), overflow, text: document.body.innerText };
})()`;

/** Run in a page: texts whose contrast to their ground is below 4.5, and how many texts were looked at. */
export const probeContrast: string = `(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = parts(colour)
      .slice(0, 3)
      .map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    if (element === null) return "rgb(255, 255, 255)";
    const colour = getComputedStyle(element).backgroundColor;
    return (parts(colour)[3] ?? 1) === 0 ? ground(element.parentElement) : colour;
  };
  const poor = [];
  let checked = 0;
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "")) continue;
    // Halos of chart labels have the colour of the paper on purpose.
    if (element.getAttribute("stroke") !== null) continue;
    const style = getComputedStyle(element);
    const text = luminance(element.closest("svg") === null ? style.color : style.fill);
    const behind = luminance(ground(element));
    const ratio = (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
    checked++;
    if (!(ratio >= 4.5)) poor.push(element.outerHTML.slice(0, 80) + ": " + ratio.toFixed(2));
  }
  return { poor, checked };
})()`;
