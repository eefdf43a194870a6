// Receipts, worked out on the device that holds the notes: app/core/receipts.py, in the browser.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

import { clean } from "./clean";
import type { OwnNote } from "./tablet/memory";

/** SHA-256, in hexadecimal, of a note's id and its words as they are stored. */
export function fingerprint(id: string, text: string): string {
  return bytesToHex(sha256(utf8ToBytes(`tannhjul-note\0${id}\0${text}`)));
}

/** The Merkle root of the fingerprints, whatever their order (RFC 6962, section 2.1). */
export function root(fingerprints: readonly string[]): string {
  const leaf = (mark: string) => sha256(concatBytes(Uint8Array.of(0), hexToBytes(mark)));
  return bytesToHex(joined([...fingerprints].sort().map(leaf)));
}

function joined(level: Uint8Array[]): Uint8Array {
  const [first, second] = level;
  if (first === undefined) return sha256(new Uint8Array());
  if (second === undefined) return first;
  const split = 2 ** Math.ceil(Math.log2(level.length) - 1);
  return sha256(concatBytes(Uint8Array.of(1), joined(level.slice(0, split)), joined(level.slice(split))));
}

const BYTES = 16;
const LENGTH = 22; // of 16 bytes in base64url

/** What a device keeps to know a note again: half a fingerprint, short enough for a QR code. */
export function receipt(mark: string): string {
  const bytes = hexToBytes(mark.slice(0, 2 * BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replace(/=+$/, "")
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

export const isReceipt = (text: unknown): text is string =>
  typeof text === "string" && new RegExp(`^[\\w-]{${LENGTH}}$`).test(text);

/** The receipts of what the server has on disk, in no order that tells anything. */
export function ownReceipts(notes: readonly OwnNote[]): string[] {
  return notes
    .flatMap(({ id, stored }) => (stored === null ? [] : receipt(fingerprint(id, clean(stored)))))
    .sort();
}

// ---------------------------------------------------------------- on their way to a phone

/** So few that a code is easily read off a tablet at arm's length. */
const IN_A_CODE = 12;

/** Addresses that carry the receipts behind `#`, which no browser sends to a server. */
export function links(address: string, workshop: string, receipts: readonly string[]): string[] {
  const parts = Math.ceil(receipts.length / IN_A_CODE);
  return Array.from({ length: parts }, (_none, i) => {
    const some = receipts.slice(i * IN_A_CODE, (i + 1) * IN_A_CODE);
    return `${address}#${workshop}.${some.join("")}`;
  });
}

/** What such an address carries; null where it is none. */
export function carried(fragment: string): { workshop: string; receipts: string[] } | null {
  const [, workshop, joint] = /^#([A-Z0-9]{1,20})\.((?:[\w-]{22})+)$/.exec(fragment) ?? [];
  if (workshop === undefined || joint === undefined) return null;
  return { workshop, receipts: joint.match(/.{22}/g) ?? [] };
}
