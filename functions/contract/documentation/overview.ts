/** The text that opens the description. */
export const OVERVIEW = `Look-up, registration of intent and exact counts for the measure that improves the quality of life of Thailand’s state welfare card holders.

### Who may call
A route is open to everybody, for officers, or for banks. A bank sends the access token of its client; it sees what it sent itself, and nothing else. An officer sends the ID token of the sign-in as a bearer token; what the officer may do stands in the account and is read with every call. An officer’s *area* is a district, a province or the country: what lies outside it does not exist when it is read (404), and is refused when it is written (403).

### Requests
JSON in UTF-8 of at most 64 KB, a bank’s batch of at most 2 MiB. An unknown field is refused (400), so a misspelt name is never ignored. Blanks around a text are removed; a text holds a letter or a digit, and is one line unless it says otherwise.

### Answers
Ignore fields that you do not know: answers may gain some. A field without a value is absent; only the percentage of a report can be \`null\`. What is for a person to read comes in Thai and English.

### Days and times
A day is a calendar day in Bangkok, in the common era: \`2018-02-14\`. An instant is in UTC: \`2018-02-14T03:05:07.219Z\`. The server’s clock decides.

### Places
Provinces, districts and subdistricts go by the official codes of the Department of Provincial Administration (DOPA) of 2, 4 and 6 digits; each begins with the code that it lies in.

### Lists
Send the \`cursor\` of a page to get the next one; a page without \`cursor\` is the last. A cursor means nothing outside the list it came from.

### Reports as files
A report answers as a table to \`Accept: text/csv\`. Texts in it never begin like a formula: one that would is led by an apostrophe.

### Changing what others change
An answer with an \`ETag\` has a version. Send it back as \`If-Match\` to change exactly that version: without it the answer is 428, with an old one 412.

### Sending again
A request with an \`Idempotency-Key\` may be sent again after a lost answer. A 503 has changed nothing when its code is \`store.busy\`; after any other, look before you repeat a change. After 429 and 503 wait, longer each time.

### Problems
A refusal is \`application/problem+json\` (RFC 9457). Decide by \`code\`, which is never renamed; \`title\`, \`detail\` and \`message\` are for people, in Thai, or in English when \`Accept-Language\` prefers it. What the gateway answers before a function is asked is no problem but \`{"message": …}\` in English: 401 for a missing or invalid token, 429, and sometimes 500 and 503.

### Examples
They run as they are on a system that was started with \`npm start\`, whose data they name. All people in them are made up: the office 0000 of their IDs has issued none. Identifiers of registrations differ from system to system: take one from an answer.`;
