export const samples = () => '';
