// A screen at the door asks, every two seconds, whether a head has typed its code.

const { path, secret } = document.body.dataset;

setInterval(async () => {
  try {
    const answer = await fetch(path + "/knock", { method: "POST", body: JSON.stringify({ secret }), credentials: "same-origin" });
    if (!answer.ok) return;
    const { open, waits } = await answer.json();
    const typing = document.querySelector("details").open;
    if (open || (!waits && !typing)) location.reload(); // a code that is too old gives way to another
  } catch {
    // the server is away: it is asked again
  }
}, 2_000);
