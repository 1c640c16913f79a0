/** A numbered badge is handed out while nothing can be printed, and linked when we are back (G08). */
export const startTemporary = ({ at, store, rules, known, event, done, verdict }) => {
  const [dialog, form, number, wrong] = [at("temporary"), at("temporary-form"), at("number"), at("number-wrong")];
  let person = null;

  const tell = (sentence) => {
    wrong.textContent = sentence;
    wrong.hidden = !sentence;
    number.toggleAttribute("aria-invalid", Boolean(sentence));
  };

  const give = async () => {
    const wanted = Number(number.value.trim());
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 99_999) return tell("Type the number that is printed large on the temporary badge.");
    let refused = "";
    await store.add((events) => {
      refused = rules.refuseNumber(known.index, events, wanted);
      return refused ? null : event("temporary", { registration: person.id, number: wanted });
    });
    if (refused) return tell(refused);
    dialog.close();
    await done();
    const checked = [...known.index.free.values()].includes(wanted) ? "" : " This roll does not know the number; the server looks when we are back.";
    verdict("yes", `Temporary badge ${wanted}`, `Handed to ${person.name}. Print the real one when the network is back.${checked}`);
    at("box").focus();
  };

  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    give();
  });
  at("temporary-close").addEventListener("click", () => dialog.close());

  return (whom) => {
    person = whom;
    at("temporary-whose").textContent = `For ${whom.name}, ${whom.code}`;
    number.value = "";
    tell("");
    dialog.showModal();
    number.focus();
  };
};
