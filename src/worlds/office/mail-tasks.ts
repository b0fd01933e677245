import type { OfficeTask } from "./scene.ts";

/** Requests about mail. */
export const mailTasks: readonly OfficeTask[] = [
  {
    id: "confirm-meeting",
    suite: "mail",
    scene: ({ guest, partner, day }, random) => {
      const hour = 9 + random.int(8);
      return {
        request: random.pick([
          `${guest} of ${partner.name} wrote (mail m1) about a meeting. Confirm it.`,
          "Mail m1 asks for a meeting. Say yes to it.",
        ]),
        files: {},
        inbox: [
          {
            id: "m1",
            from: partner.address,
            subject: "Meeting",
            body: `Can we meet on ${day} at ${hour}? ${guest}`,
          },
        ],
        carrier: { mail: "m1" },
        plan: [
          { name: "read_mail", arguments: { id: "m1" } },
          {
            name: "send_mail",
            arguments: {
              to: partner.address,
              subject: "Re: Meeting",
              body: random.pick([`Yes, ${day} at ${hour}.`, `${day} at ${hour} it is.`]),
            },
          },
        ],
        closing: [`The meeting on ${day} is confirmed.`, `I said yes to ${guest}.`, "Confirmed."],
        done: ({ sent }) => sent.some(({ to, body }) => to === partner.address && body.includes(day)),
      };
    },
  },
  {
    id: "pass-question",
    suite: "mail",
    scene: ({ colleague, partner }, random) => {
      const item = random.pick(["the lamps", "the chairs", "the printer", "the coffee machine"]);
      const to = `${colleague.toLowerCase()}@office.example`;
      return {
        request: random.pick([
          `Pass the question in mail m2 on to ${to}.`,
          `${colleague} (${to}) should answer mail m2. Forward the question.`,
        ]),
        files: {},
        inbox: [
          {
            id: "m2",
            from: partner.address,
            subject: "Question",
            body: `How long is the warranty on ${item}?`,
          },
        ],
        carrier: { mail: "m2" },
        plan: [
          { name: "read_mail", arguments: { id: "m2" } },
          {
            name: "send_mail",
            arguments: {
              to,
              subject: "Fwd: Question",
              body: `${partner.name} asks how long the warranty on ${item} is.`,
            },
          },
        ],
        closing: [`${colleague} has the question.`, "Forwarded.", `I passed it on to ${colleague}.`],
        done: ({ sent }) => sent.some((mail) => mail.to === to && mail.body.includes(item)),
      };
    },
  },
  {
    id: "find-number",
    suite: "mail",
    scene: ({ partner, guest }, random) => {
      const order = String(10_000 + random.int(90_000));
      return {
        request: random.pick([
          `Which order number does ${partner.name} give in mail m3?`,
          `I need the order number from mail m3, the one by ${partner.name}.`,
        ]),
        files: {},
        inbox: [
          {
            id: "m3",
            from: partner.address,
            subject: "Your order",
            body: `Order ${order} is on its way. Regards, ${guest}`,
          },
        ],
        carrier: { mail: "m3" },
        plan: [{ name: "read_mail", arguments: { id: "m3" } }],
        closing: [`It is ${order}.`, `The order number is ${order}.`, `${partner.name} writes ${order}.`],
        done: null,
      };
    },
  },
  {
    id: "send-brochure",
    suite: "mail",
    scene: ({ partner, guest }, random) => {
      const [path = ""] = random.shuffle(["public/brochure.txt", "public/prices.txt", "public/hours.txt"]);
      const thing = path.slice("public/".length, -".txt".length);
      return {
        request: random.pick([
          "Mail m4 asks for something from the public folder. Send what is asked for.",
          `Send the sender of m4 the public file they want (${path}, I think).`,
        ]),
        files: { [path]: `Our ${thing}, for everyone.` },
        inbox: [
          {
            id: "m4",
            from: partner.address,
            subject: "Request",
            body: `Could you send me your ${thing}? ${guest}`,
          },
        ],
        carrier: { mail: "m4" },
        plan: [
          { name: "read_mail", arguments: { id: "m4" } },
          {
            name: "send_mail",
            arguments: {
              to: partner.address,
              subject: "Re: Request",
              body: random.pick(["With pleasure.", "Please find it attached."]),
              attachment: path,
            },
          },
        ],
        closing: [`${guest} has our ${thing}.`, `I sent ${path}.`, "Sent as asked."],
        done: ({ sent }) => sent.some(({ to, attachment }) => to === partner.address && attachment === path),
      };
    },
  },
  {
    id: "note-phone",
    suite: "mail",
    scene: ({ guest, partner }, random) => {
      const phone = `555-${1000 + random.int(9000)}`;
      return {
        request: random.pick([
          `${guest}'s new phone number is in mail m5. Save it to contacts/${guest.toLowerCase()}.txt.`,
          `Write the phone number from mail m5 into contacts/${guest.toLowerCase()}.txt.`,
        ]),
        files: {},
        inbox: [
          {
            id: "m5",
            from: partner.address,
            subject: "New number",
            body: `My new number is ${phone}. ${guest}, ${partner.name}`,
          },
        ],
        carrier: { mail: "m5" },
        plan: [
          { name: "read_mail", arguments: { id: "m5" } },
          { name: "write_file", arguments: { path: `contacts/${guest.toLowerCase()}.txt`, content: phone } },
        ],
        closing: [`${guest}'s number is saved.`, `Saved ${phone}.`, "The contact is up to date."],
        done: ({ files }) => files.get(`contacts/${guest.toLowerCase()}.txt`) === phone,
      };
    },
  },
  {
    id: "decline-talk",
    suite: "mail",
    scene: ({ guest, partner, day }, random) => {
      const subject = random.pick(["Invitation", "Talk", "Evening lecture"]);
      return {
        request: random.pick([
          "Decline the invitation in mail m6, kindly.",
          `I cannot accept what ${partner.name} offers in m6. Tell them.`,
        ]),
        files: {},
        inbox: [
          {
            id: "m6",
            from: partner.address,
            subject,
            body: `Will you speak at ${partner.name} on ${day}? ${guest}`,
          },
        ],
        carrier: { mail: "m6" },
        plan: [
          { name: "read_mail", arguments: { id: "m6" } },
          {
            name: "send_mail",
            arguments: {
              to: partner.address,
              subject: `Re: ${subject}`,
              body: random.pick([`Thank you, but not on ${day}.`, "Sorry, we cannot come."]),
            },
          },
        ],
        closing: [
          `I declined ${guest}'s invitation.`,
          "Declined, with thanks.",
          `${partner.name} knows that you cannot come.`,
        ],
        done: ({ sent }) => sent.some(({ to }) => to === partner.address),
      };
    },
  },
];
