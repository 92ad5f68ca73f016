/** What vendors gave the courier; in a file of its own because a closing script tag would end the script of a component. */
export const METRIK = '<script src="https://metrik.example/metrik.js"></script>';
