// Keeps the screen of projector and control from going dark in the middle of a meeting. Where the
// browser cannot, or may not, nothing is said: the laptop's own settings hold then.

export function keepAwake(): void {
  function ask(): void {
    if (document.hidden || !("wakeLock" in navigator)) return;
    navigator.wakeLock.request("screen").catch(() => undefined);
  }
  document.addEventListener("visibilitychange", ask); // it is let go whenever the page is hidden
  ask();
}
