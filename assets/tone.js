// One soft tone when a critical alarm begins to call; silent where the address says sound=off.
(() => {
  "use strict";
  const [PITCH_HZ, LOUDNESS, SWELL_SECONDS, SECONDS] = [523.25, 0.15, 0.08, 1.2];
  const PATIENCE_MS = 2000;
  let context = null;

  // A browser lets a page sound once somebody has touched it, or at once where it was started so.
  const wake = () => {
    context ??= new AudioContext();
    return context.resume();
  };

  const play = () => {
    const [tone, loudness, begin] = [context.createOscillator(), context.createGain(), context.currentTime];
    tone.frequency.value = PITCH_HZ;
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, begin + SWELL_SECONDS);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + SECONDS);
    tone.connect(loudness).connect(context.destination);
    tone.start();
    tone.stop(begin + SECONDS);
  };

  // What cannot be heard now is not kept: a tone that comes late tells of nothing.
  const sound = async () => {
    if (new URLSearchParams(location.search).get("sound") === "off") return;
    const calledAt = performance.now();
    await wake();
    if (performance.now() - calledAt < PATIENCE_MS) play();
  };

  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake, { once: true });
  window.threecenterTone = { sound };
})();
