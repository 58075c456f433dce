// What is heard of a call: a chime, then the server's voice, or else the browser's own.
// Everything has an end, so that a call that cannot be heard holds back no other.

import { patience } from "./patience.js";

const voiceMax = 15_000; // of one sentence
const fetchMax = 5_000;

export class Sound {
  constructor() {
    this.loud = 1;
    if (window.speechSynthesis) speechSynthesis.getVoices(); // the list comes later, once asked for
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!Context) return; // a browser without sound is a silent wall
    this.context = new Context();
    this.gain = this.context.createGain();
    this.gain.connect(this.context.destination);
  }

  set volume(percent) {
    this.loud = percent / 100;
    if (this.gain) this.gain.gain.value = this.loud;
  }

  // ready reports whether the browser lets the page be heard; without a gesture some do not.
  get ready() {
    return !this.context || this.context.state === "running";
  }

  start() {
    return Promise.race([this.context.resume(), new Promise((done) => setTimeout(done, 500))]);
  }

  // announce is over when there is no more to be heard. mode is voice, chime or silent.
  async announce(speech, mode) {
    if (mode === "silent" || !this.context || !this.ready) return;
    const words = mode === "voice" ? speech.map((said) => this.words(said)) : []; // they come while it rings
    await this.chime();
    for (const [i, coming] of words.entries()) {
      const said = await coming;
      await (said ? this.play(said) : this.sayAlone(speech[i]));
    }
  }

  // chime is two soft strokes, a third apart, as a bell of two notes.
  async chime() {
    const now = this.context.currentTime;
    [659.25, 523.25].forEach((hertz, i) => {
      const tone = this.context.createOscillator();
      const shape = this.context.createGain();
      const at = now + 0.45 * i;
      tone.frequency.value = hertz;
      shape.gain.setValueAtTime(0, at);
      shape.gain.linearRampToValueAtTime(0.6, at + 0.02);
      shape.gain.exponentialRampToValueAtTime(0.001, at + 1.1);
      tone.connect(shape).connect(this.gain);
      tone.start(at);
      tone.stop(at + 1.15);
    });
    await pause(1_300);
  }

  // words are what the server says; null when it says nothing.
  async words({ url }) {
    try {
      const answer = await fetch(url, { credentials: "same-origin", signal: patience(fetchMax) });
      return answer.ok ? await this.context.decodeAudioData(await answer.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  async play(words) {
    const source = this.context.createBufferSource();
    source.buffer = words;
    source.connect(this.gain);
    const over = new Promise((done) => (source.onended = done));
    source.start();
    await Promise.race([over, pause(voiceMax)]);
    source.disconnect();
  }

  // sayAlone lets the browser speak, where it has a voice for the language.
  async sayAlone({ lang, text }) {
    const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
    const voice = voices.find((v) => v.lang.toLowerCase().startsWith(lang));
    if (!voice) return;
    const words = new SpeechSynthesisUtterance(text);
    Object.assign(words, { voice, lang: voice.lang, volume: this.loud, rate: 0.9 });
    const over = new Promise((done) => (words.onend = words.onerror = done));
    speechSynthesis.speak(words);
    await Promise.race([over, pause(voiceMax)]);
    speechSynthesis.cancel();
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
