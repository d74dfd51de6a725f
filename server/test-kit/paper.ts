import sharp from 'sharp';

/** A picture of a paper, as a phone takes it; every call makes another one. */
export const aPicture = async (kind: 'jpeg' | 'png' = 'png'): Promise<Buffer> => {
  const noise = { type: 'gaussian' as const, mean: 200, sigma: 20 };
  const made = sharp({ create: { width: 320, height: 200, channels: 3, background: '#fff', noise } });
  return made.toFormat(kind).toBuffer();
};

/** The smallest PDF that is one, with whatever else is to be in its catalogue. */
export const aPdf = (inCatalogue = '', more = ''): Buffer => {
  const objects = [
    `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${inCatalogue} >>\nendobj\n`,
    '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n',
    '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n',
    more,
  ];
  return Buffer.from(
    `%PDF-1.4\n${objects.join('')}trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n0\n%%EOF\n`,
    'latin1',
  );
};

/** What every scanner takes for a virus, behind a picture. */
export const infected = async (): Promise<Buffer> =>
  Buffer.concat([
    await aPicture(),
    Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')),
  ]);
