import { describe, expect, it } from 'vitest';
import { companyDomain } from '../../../orchestrator/identity/companyDomain.ts';

describe("a company's domain", () => {
  it.each([
    ['jamie@novacorp.example', 'novacorp.example'],
    ['jamie@mail.eu.novacorp.example', 'novacorp.example'],
    ['jamie@a.example', 'a.example'],
    ['JAMIE@NovaCorp.Example', 'novacorp.example'],
    ['jo@acme.co.uk', 'acme.co.uk'],
    ['jo@mail.acme.co.uk', 'acme.co.uk'],
    ['http://www.acme.example/path?x=1', 'acme.example'],
    ['https://acme.example', 'acme.example'],
    ['www.acme.example', 'acme.example'],
    [' acme.example/ ', 'acme.example'],
    ['acme.example:8443', 'acme.example'],
    ['https://shop.acme.com.au/', 'acme.com.au'],
    ['https://acme.github.io', 'acme.github.io'],
    ['https://münchen-bau.example', 'xn--mnchen-bau-9db.example'],
    ['https://www.linkedin.com', 'linkedin.com'],
    ['someone@linkedin.com', 'linkedin.com']
  ])('of %s is %s', (address, domain) => {
    expect(companyDomain(address)).toBe(domain);
  });

  it.each([
    ['jamie@gmail.com'],
    ['jamie@googlemail.com'],
    ['jamie@yahoo.co.uk'],
    ['jamie@gmx.de'],
    ['jamie@qq.com'],
    ['jamie@fastmail.com'],
    ['jamie@user.fastmail.com'],
    ['x9y@privaterelay.appleid.com'],
    ['https://www.linkedin.com/company/acme'],
    ['facebook.com/acme'],
    ['http://10.0.0.1/'],
    ['http://localhost'],
    ['co.uk'],
    ['github.io'],
    ['not known'],
    [''],
    [null]
  ])('is not told by %s', (address) => {
    expect(companyDomain(address)).toBeNull();
  });
});
