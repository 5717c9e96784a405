// Questions that hang on the answer to another are hidden while that answer is not given; without this they say so.
const shown = (question) => {
  const wanted = JSON.parse(question.dataset.shownIf);
  return Object.entries(wanted).every(([name, values]) => {
    const given = [...document.getElementsByName(name)]
      .filter((each) => !["radio", "checkbox"].includes(each.type) || each.checked)
      .filter((each) => !each.closest("[hidden]"))
      .map((each) => each.value);
    return values.some((value) => given.includes(value));
  });
};
const draw = () => {
  for (const question of document.querySelectorAll("[data-shown-if]")) {
    question.hidden = !shown(question);
    question.querySelector(".condition").hidden = true;
  }
};
document.addEventListener("change", draw);
draw();
