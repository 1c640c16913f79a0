/** A numbered badge is handed out while nothing can be printed, and linked when we are back (G08). */
export const startTemporary = ({ at, store, rules, known, event, done, verdict, button }) => {
  const [dialog, form, number, wrong] = [at("temporary"), at("temporary-form"), at("number"), at("number-wrong")];
  let person = null;
  let offered = null; // the free one that was scanned last, before its person was found

  const tell = (sentence) => {
    wrong.textContent = sentence;
    wrong.hidden = !sentence;
    number.toggleAttribute("aria-invalid", Boolean(sentence));
  };

  const give = async () => {
    const wanted = Number(number.value.trim());
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 99_999) return tell("Type the number that is printed large on the temporary badge, or scan its code.");
    let refused = "";
    await store.add((events) => {
      refused = rules.refuseNumber(known.index, events, wanted, person);
      return refused ? null : event("temporary", { registration: person.id, number: wanted });
    });
    if (refused) return tell(refused);
    offered = null;
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

  const open = (whom) => {
    person = whom;
    at("temporary-whose").textContent = `For ${whom.name}, ${whom.code}`;
    number.value = offered ?? "";
    tell("");
    dialog.showModal();
    number.focus();
  };

  /** A scan while the dialog is open is of the badge that is handed out. @returns {boolean} whether it was taken */
  const take = (found) => {
    if (found.number) offered = found.number;
    if (!dialog.open) return false;
    number.value = found.number ?? "";
    if (found.number) give();
    else tell(found.person ? `This is the badge of ${found.person.name}. Take another one.` : "This is no temporary badge of this roll. Type the number that is printed large on it.");
    return true;
  };

  /** What somebody without a printed badge gets: words, and the button for who wears none. */
  const offer = (whom, words, quiet = true) => {
    const worn = rules.wornBy(whom, known.events);
    return worn ? [` Wears temporary badge ${worn}.`] : [words, button("Give a temporary badge", () => open(whom), quiet)];
  };

  return { offer, take };
};
